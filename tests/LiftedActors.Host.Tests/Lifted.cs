using LiftedActors.Host.Commands;

namespace LiftedActors.Host.Tests;

/// <summary>Runs the program within the test process.</summary>
internal static class Lifted
{
    public static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        var code = await CommandTree.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }

    public static int LinesOf(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
}
