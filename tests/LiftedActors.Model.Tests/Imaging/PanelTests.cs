using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Tests.Imaging;

public sealed class PanelTests
{
    private static readonly ImageShape Shape = new(9, 12);

    [Fact]
    public void TilesStandWhereTheLayoutSays()
    {
        var tiles = Enumerable.Range(0, 6).Select(i => Phantoms.Draw(Shape, 1, i)).ToArray();
        var layout = new PanelLayout { Gap = 3, Magnification = 2 };
        var panel = Panel.Compose([[tiles[0], tiles[1], tiles[2]], [tiles[3], tiles[4], tiles[5]]], layout);
        Assert.Equal(new ImageShape(3 + (2 * 21), 3 + (3 * 27)), panel.Shape);
        for (var i = 0; i < 6; i++)
        {
            var part = panel.Crop(3 + (i / 3 * 21), 3 + (i % 3 * 27), new ImageShape(18, 24));
            for (var row = 0; row < 18; row++)
            {
                for (var column = 0; column < 24; column++)
                {
                    Assert.Equal(tiles[i][row / 2, column / 2], part[row, column]);
                }
            }
        }
    }

    [Fact]
    public void CaptionsLeaveTheTilesAlone()
    {
        var tile = Phantoms.Draw(new ImageShape(28, 28), 1, 0);
        var layout = new PanelLayout { Magnification = 1, ColumnCaptions = ["clean", "a caption that is too long"], RowCaptions = ["0", "ten"] };
        var panel = Panel.Compose([[tile, tile], [tile]], layout);
        var top = panel.Height - (2 * (28 + layout.Gap));
        var left = panel.Width - (2 * (28 + layout.Gap));
        Assert.Equal(tile.Pixels.ToArray(), panel.Crop(top, left, tile.Shape).Pixels.ToArray());
        Assert.Contains(1, panel.Crop(0, 0, new ImageShape(top, panel.Width)).Pixels.ToArray());
        Assert.Contains(1, panel.Crop(top, 0, new ImageShape(panel.Height - top, left)).Pixels.ToArray());
    }

    [Fact]
    public void LettersDiffer()
    {
        const string Signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:-+=/%()|_ ";
        var drawn = Signs.Select(sign =>
        {
            var image = new Image(new ImageShape(BitmapFont.LineHeight, BitmapFont.Advance));
            BitmapFont.Draw(image, 0, 0, sign.ToString(), 1);
            return Convert.ToHexString(image.ToBytes());
        });
        Assert.Equal(Signs.Length, drawn.Distinct().Count());
    }

    [Fact]
    public void TilesOfDifferentShapesAreRefused()
    {
        Assert.Throws<ArgumentException>(() => Panel.Compose([[new Image(Shape), new Image(new ImageShape(3, 3))]], new PanelLayout()));
        Assert.Throws<ArgumentException>(() => Panel.Compose([[]], new PanelLayout()));
    }

    [Fact]
    public void BytesAreClampedAndRounded()
    {
        var image = new Image(new ImageShape(1, 6), [(Real)(-3), 0, (Real)0.5, 1, 7, Real.NaN]);
        Assert.Equal([0, 0, 128, 255, 255, 0], image.ToBytes());
    }

    [Fact]
    public void AWrongNumberOfValuesIsRefused() => Assert.Throws<ArgumentException>(() => new Image(Shape, new Real[3]));
}
