using LiftedActors.Actors.Behaviours;
using LiftedActors.Model.Blocks;
using LiftedActors.Model.Schedules;

namespace LiftedActors.Actors.Tests.Behaviours;

/// <summary>The inbox gives exactly the version that a grant names, or nothing.</summary>
public class InboxTests
{
    private static readonly BlockId Source = BlockId.Parameters(1);

    private static readonly ValueStreams Streams = new();

    private static readonly CompiledRead[] Reads =
        [new(Streams.Number(Source, ValueKind.Parameters, 2), -1, 2), new(Streams.Number(Source, ValueKind.Parameters, 1), 0, 1)];

    private static readonly CompiledRead OneOrNewer = new(Streams.Number(Source, ValueKind.Parameters, ValueStreams.Newest), 0, 1);

    private readonly Inbox _inbox = new(Streams);

    [Fact]
    public void What_comes_early_does_not_displace_what_is_still_to_be_read()
    {
        var (before, after) = (Keep(new BlockVersion(4, 2)), Keep(new BlockVersion(5, 2)));

        Assert.Same(before, Find(Reads[0], 5));
        Assert.Same(after, Find(Reads[0], 6));
    }

    [Fact]
    public void What_comes_late_changes_nothing()
    {
        var newest = Keep(new BlockVersion(6, 1));
        Keep(new BlockVersion(4, 1));

        Assert.Same(newest, Find(Reads[1], 6));
    }

    [Fact]
    public void No_other_version_is_taken_for_the_one_that_is_named()
    {
        Keep(new BlockVersion(4, 1));
        Keep(new BlockVersion(7, 1));
        Keep(new BlockVersion(6, 2));
        Keep(new BlockVersion(6, 9));

        Assert.Null(Find(Reads[1], 6));
        Assert.Null(Find(Reads[0], 5));
    }

    [Fact]
    public void The_newest_is_taken_where_newer_ones_serve_and_never_goes_back()
    {
        Keep(new BlockVersion(3, 4));
        Assert.Null(Find(OneOrNewer, 4));
        Keep(new BlockVersion(4, 0));
        Assert.Null(Find(OneOrNewer, 4));
        var newest = Keep(new BlockVersion(4, 2));
        Keep(new BlockVersion(4, 1));

        Assert.Same(newest, _inbox.Find(OneOrNewer, 4, out var sweep));
        Assert.Equal(2, sweep);
    }

    private BlockValue? Find(CompiledRead read, int iteration) => _inbox.Find(read, iteration, out _);

    private TermValue Keep(BlockVersion version)
    {
        var value = new TermValue();
        _inbox.Keep(new Published("run", 1, Source, ValueKind.Parameters, version, value));
        return value;
    }
}
