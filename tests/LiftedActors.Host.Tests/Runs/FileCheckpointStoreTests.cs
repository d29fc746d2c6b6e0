using LiftedActors.Actors;
using LiftedActors.Host.Runs;
using LiftedActors.Model.Blocks;

namespace LiftedActors.Host.Tests.Runs;

public sealed class FileCheckpointStoreTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_checkpoint_comes_back_to_the_bit()
    {
        var kept = Checkpoint(7);

        new FileCheckpointStore(_folder.Path).Save(kept);

        Same(kept, Load());
        Assert.Empty(_warnings);
    }

    [Fact]
    public void An_empty_folder_holds_none() => Assert.Null(Load());

    [Fact]
    public void The_newest_three_are_kept()
    {
        Save(1, 2, 3, 4, 5);

        Assert.Equal(3, Directory.GetFiles(_folder.Path, "*.safetensors").Length);
        Same(Checkpoint(5), Load());
    }

    [Fact]
    public void A_flipped_byte_falls_back_to_the_one_before_and_says_so()
    {
        Save(1, 2, 3);
        Damage("00000003.safetensors", bytes => bytes[^5] ^= 1);

        Same(Checkpoint(2), Load());
        Assert.Contains("00000003.safetensors", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_file_falls_back_to_the_one_before()
    {
        Save(1, 2);
        File.WriteAllBytes(_folder["00000002.safetensors"], File.ReadAllBytes(_folder["00000002.safetensors"])[..^9]);

        Same(Checkpoint(1), Load());
        Assert.Single(_warnings);
    }

    [Fact]
    public void Without_a_manifest_the_newest_file_is_taken_with_a_warning()
    {
        Save(1, 2);
        File.Delete(_folder["manifest.json"]);

        Same(Checkpoint(2), Load());
        Assert.Contains("manifest", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void When_all_are_damaged_there_is_none()
    {
        Save(1, 2);
        Damage("00000001.safetensors", bytes => bytes[0] ^= 255);
        Damage("00000002.safetensors", bytes => bytes[0] ^= 255);

        Assert.Null(Load());
        Assert.Equal((string[])["00000002.safetensors", "00000001.safetensors"], _warnings.Select(text => Path.GetFileName(text.Split(':')[0])));
    }

    [Theory]
    [InlineData("00000002.safetensors")]
    [InlineData("manifest.json")]
    public void A_disk_that_is_full_leaves_the_one_before(string victim)
    {
        Save(1);
        var store = new FileCheckpointStore(_folder.Path, path => path.Contains(victim, StringComparison.Ordinal) ? new FullDisk(path) : DurableFile.Open(path));

        Assert.Throws<IOException>(() => store.Save(Checkpoint(2)));

        Same(Checkpoint(1), Load());
        Assert.Empty(_warnings);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.part"));
    }

    [Fact]
    public void A_checkpoint_of_the_same_iteration_stands_until_it_is_replaced()
    {
        Save(1, 1, 1);
        Assert.Single(Directory.GetFiles(_folder.Path, "*.safetensors"));
        var full = new FileCheckpointStore(_folder.Path, path => path.Contains("manifest", StringComparison.Ordinal) ? new FullDisk(path) : DurableFile.Open(path));

        Assert.Throws<IOException>(() => full.Save(Checkpoint(1) with { Elapsed = TimeSpan.Zero }));

        Same(Checkpoint(1), Load());
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_checkpoint_of_an_earlier_iteration_makes_later_ones_void()
    {
        Save(1, 2, 9, 3);

        Same(Checkpoint(3), Load());
        Assert.False(File.Exists(_folder["00000009.safetensors"]));
    }

    private static Checkpoint Checkpoint(int iteration)
    {
        Real[] values = [iteration, (Real)0.1, Real.Epsilon, Real.NegativeZero, Real.MaxValue, (Real)(-1.0 / 3)];
        BlockState[] blocks =
        [
            new(BlockId.Activations(2, 1), [new StateArray("value", 2, 3, values)], 0),
            new(BlockId.Parameters(1), [new StateArray("value", 1, 6, values), new StateArray("moment.0", 3, 2, values)], 4L << 40),
        ];
        return new Checkpoint(iteration, TimeSpan.FromTicks(12345678901), 1 / 3.0, "print", "avx2", [.. blocks]);
    }

    private static void Same(Checkpoint expected, Checkpoint? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected with { Blocks = [] }, actual with { Blocks = [] });
        Assert.Equal(expected.Blocks.Select(state => (state.Block, state.Steps)), actual.Blocks.Select(state => (state.Block, state.Steps)));
        foreach (var (one, two) in expected.Blocks.SelectMany(state => state.Arrays).Zip(actual.Blocks.SelectMany(state => state.Arrays)))
        {
            Assert.Equal((one.Name, one.Rows, one.Columns), (two.Name, two.Rows, two.Columns));
            Assert.Equal(one.Values.ToArray(), two.Values.ToArray());
        }
    }

    private Checkpoint? Load() => new FileCheckpointStore(_folder.Path).Load(_warnings.Add);

    private void Save(params int[] iterations)
    {
        var store = new FileCheckpointStore(_folder.Path);
        Array.ForEach(iterations, iteration => store.Save(Checkpoint(iteration)));
    }

    private void Damage(string name, Action<byte[]> damage)
    {
        var bytes = File.ReadAllBytes(_folder[name]);
        damage(bytes);
        File.WriteAllBytes(_folder[name], bytes);
    }

    /// <summary>A file on a disk that has room for a hundred bytes.</summary>
    private sealed class FullDisk(string path) : FileStream(path, FileMode.Create)
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            base.Write(buffer, offset, Math.Min(100, count));
            throw new IOException("No space left on device");
        }

        // The base class hands spans of a derived class on to the method above.
        public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);
    }
}
