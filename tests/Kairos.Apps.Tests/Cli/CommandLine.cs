using System.Text.Json;
using Kairos.Cli;

namespace Kairos.Apps.Tests.Cli;

/// <summary>Runs command lines in this process, with streams of its own.</summary>
internal sealed class CommandLine
{
    private readonly Dictionary<string, string> _variables = new() { ["KAIROS_OWNER"] = "alice" };

    // Port 9 is discard: nothing answers there.
    public CommandLine(FakeServer? server = null)
        : this(server?.Address ?? "http://127.0.0.1:9")
    {
    }

    public CommandLine(string address) => _variables["KAIROS_SERVER"] = address;

    public string Input { get; init; } = "";

    /// <summary>Stands still unless a test moves it: on a slow machine nothing tells of waiting.</summary>
    public TimeProvider Time { get; init; } = new SteppedTime(DateTimeOffset.UnixEpoch);

    /// <summary>All three streams are terminals.</summary>
    public bool Terminal { get; init; }

    public int Width { get; init; } = 120;

    public CommandLine With(string variable, string? value)
    {
        if (value is null)
        {
            _variables.Remove(variable);
        }
        else
        {
            _variables[variable] = value;
        }

        return this;
    }

    public Task<Ran> RunAsync(params string[] args) => RunAsync(CancellationToken.None, args);

    public async Task<Ran> RunAsync(CancellationToken stop, params string[] args)
    {
        using StringReader input = new(Input);
        await using StringWriter output = new();
        await using StringWriter error = new();
        int code = await Program.RunAsync(
            args,
            new CliConsole
            {
                In = input,
                Out = output,
                Error = error,
                InIsTerminal = Terminal,
                OutIsTerminal = Terminal,
                ErrorIsTerminal = Terminal,
                Width = Width,
                Time = Time,
                Variable = _variables.GetValueOrDefault,
            },
            stop);
        return new Ran(code, output.ToString(), error.ToString());
    }
}

/// <summary>How a command line ended.</summary>
internal sealed record Ran(int Code, string Out, string Error)
{
    /// <summary>Asserts that it went well.</summary>
    public Ran Ok()
    {
        Code.ShouldBe(0, Error);
        return this;
    }

    /// <summary>Asserts a wrong command line: nothing on the output, and the error says what <paramref name="says"/> does.</summary>
    public void ShouldBeUsage(params string[] says)
    {
        Code.ShouldBe(2, Error);
        Out.ShouldBeEmpty();
        says.ShouldAllBe(part => Error.Contains(part));
    }

    /// <summary>Asserts that the output is one JSON document on one line, and gives it.</summary>
    public JsonElement Json()
    {
        Out.ShouldEndWith("\n");
        Out.TrimEnd('\n').ShouldNotContain("\n");
        return JsonDocument.Parse(Out).RootElement.Clone();
    }
}
