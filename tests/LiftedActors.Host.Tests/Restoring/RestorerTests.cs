using LiftedActors.Host.Restoring;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Host.Tests.Restoring;

public sealed class RestorerTests
{
    private static readonly ImageShape Tile = new(8, 8);

    [Theory]
    [InlineData(8, 8)]
    [InlineData(8, 9)]
    [InlineData(23, 41)]
    [InlineData(3, 20)]
    [InlineData(2, 1)]
    public void The_identity_network_returns_the_image(int height, int width)
    {
        var network = Network.Perceptron([Tile.Pixels, Tile.Pixels], PotentialCatalogue.Create("identity"), PotentialCatalogue.Create("identity"));
        var parameters = new PackedParameters((Affine)network.Layers[0].Map);
        for (var i = 0; i < Tile.Pixels; i++)
        {
            parameters.Weights.Row(i)[i] = 1;
        }

        parameters.Pack();
        var image = Picture(new ImageShape(height, width));

        var restored = Restorers.Of(network, [parameters], Tile).Restore(image);

        Assert.Equal(image.Shape, restored.Shape);
        Assert.All(image.Pixels.ToArray().Zip(restored.Pixels.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 5));
    }

    [Fact]
    public void A_tile_that_is_restored_wrongly_leaves_no_edge()
    {
        // Each tile gets a grey of its own; neighbouring pixels then differ by what the weights of a window change from pixel to pixel.
        var grey = 0;
        var image = new TiledRestorer(Tile, (2, 2), tiles =>
        {
            for (var i = 0; i < tiles.Rows; i++)
            {
                tiles.Row(i).Fill(grey++ % 2);
            }

            return tiles;
        }).Restore(Picture(new ImageShape(30, 30)));

        for (var i = 0; i < 30 * 29; i++)
        {
            Assert.InRange(Math.Abs(image[i / 29, i % 29] - image[i / 29, (i % 29) + 1]), 0, 0.3);
        }
    }

    [Theory]
    [InlineData(12, 12)]
    [InlineData(16, 16)]
    [InlineData(17, 40)]
    [InlineData(16, 100)]
    [InlineData(61, 33)]
    public void Large_images_are_restored_in_tiles_to_the_bits_of_the_whole(int height, int width)
    {
        var image = Picture(new ImageShape(height, width));
        var largest = 0;

        var restored = new WholeRestorer(Mean, 16, 3).Restore(image);

        Assert.Equal(Math.Min(height, 16) * Math.Min(width, 16), largest);
        var whole = Mean(image.Shape)(Matrix.Over(image.Pixels.ToArray(), 1, image.Shape.Pixels));
        Assert.Equal(whole.Values.ToArray(), restored.Pixels.ToArray());

        // The mean of 7 × 7 pixels, those outside counted as zero: an output depends on inputs up to three pixels away.
        Func<Matrix, Matrix> Mean(ImageShape shape) => images =>
        {
            largest = Math.Max(largest, shape.Pixels);
            var means = new Matrix(1, shape.Pixels);
            for (var i = 0; i < shape.Pixels; i++)
            {
                for (var k = 0; k < 49; k++)
                {
                    var (row, column) = ((i / shape.Width) + (k / 7) - 3, (i % shape.Width) + (k % 7) - 3);
                    means.Values[i] += row >= 0 && row < shape.Height && column >= 0 && column < shape.Width ? images.Values[(row * shape.Width) + column] / 49 : 0;
                }
            }

            return means;
        };
    }

    [Theory]
    [InlineData(40, 33)]
    [InlineData(31, 90)]
    public void The_weights_of_a_convolutional_network_restore_any_shape_whole_or_in_tiles(int height, int width)
    {
        var spec = SmallSpec.Read(
            "task.operator=identity", "network={\"architecture\":{\"dual-forward-backward\":{\"iterations\":2,\"filters\":4}},\"activation\":{\"box\":{\"lower\":-0.1,\"upper\":0.1}}}");
        var parameters = spec.Network.Layers.Select((layer, l) =>
        {
            var created = layer.Map.CreateParameters();
            spec.Initialisation.Fill(created, l + 1, 1);
            created.Pack();
            return created;
        }).ToArray();
        var (image, reach) = (Picture(new ImageShape(height, width)), spec.Design.Architecture.Reach);

        var whole = Restorers.Of(spec, parameters, Tile).Restore(image);
        var tiled = new WholeRestorer(At, (4 * reach) + 3, reach).Restore(image);

        Assert.Equal(image.Shape, whole.Shape);
        Assert.True(PeakSignalToNoise.Of(image.Pixels, whole.Pixels) < 60);
        Assert.All(whole.Pixels.ToArray().Zip(tiled.Pixels.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 5));

        Func<Matrix, Matrix> At(ImageShape shape) => images =>
        {
            var part = new Image(shape, images.Row(0).ToArray());
            return Matrix.Over(Restorers.Of(spec, parameters, Tile).Restore(part).Pixels.ToArray(), 1, shape.Pixels);
        };
    }

    private static Image Picture(ImageShape shape) => new(shape, [.. Enumerable.Range(0, shape.Pixels).Select(i => (Real)(0.5 + (0.5 * Math.Sin(i * i))))]);
}
