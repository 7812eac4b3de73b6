using System.CommandLine;
using Kairos.Cli.Output;
using Kairos.Cli.Rest;
using Kairos.Jobs;

namespace Kairos.Cli;

/// <summary>What every verb is built with: the console, the options that all verbs share, the way to the server.</summary>
internal sealed class Shell(CliConsole console)
{
    private const string DefaultServer = "http://127.0.0.1:7070";
    private const string ServerVariable = "KAIROS_SERVER";
    private const string OwnerVariable = "KAIROS_OWNER";

    private readonly Option<string?> _server = new("--server")
    {
        Description = $"Where the server is. Environment: {ServerVariable}. Else {DefaultServer}.",
        HelpName = "URL",
        Recursive = true,
    };

    private readonly Option<string?> _owner = new("--as")
    {
        Description = $"For whom: the owner of the jobs. Environment: {OwnerVariable}.",
        HelpName = "OWNER",
        Recursive = true,
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print the server's JSON document on one line, for programs.",
        Recursive = true,
    };

    public CliConsole Console { get; } = console;

    /// <summary>Declares the shared options on the root.</summary>
    public void AddOptionsTo(Command root)
    {
        root.Options.Add(_server);
        root.Options.Add(_owner);
        root.Options.Add(_json);
    }

    public bool WantsJson(ParseResult parse) => parse.GetValue(_json);

    /// <summary>The server's address: of the option, else of the environment, else the default.</summary>
    /// <exception cref="CliFailure">It is no http address.</exception>
    public Uri Server(ParseResult parse)
    {
        string text = parse.GetValue(_server) ?? Variable(ServerVariable) ?? DefaultServer;
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? server) && server.Scheme is "http" or "https"
            ? server
            : throw CliFailure.Usage($"'{text}' is no address of a server", $"write it as {DefaultServer}, in --server or {ServerVariable}");
    }

    /// <summary>A client of the server.</summary>
    /// <exception cref="CliFailure">The scope asks for an owner and there is none, or it can't be one.</exception>
    public KairosApi Connect(ParseResult parse, Scope scope)
    {
        string? owner = parse.GetValue(_owner) ?? Variable(OwnerVariable);
        if (owner is null && scope == Scope.Owner)
        {
            throw CliFailure.Usage("whose jobs? No owner is given", $"add --as OWNER, or set {OwnerVariable}");
        }

        if (owner is not null && (owner.Length is 0 or > Limits.OwnerLength || owner != owner.Trim() || owner.Any(char.IsControl)))
        {
            throw CliFailure.Usage(
                $"'{PlainText.Of(owner)}' can't be an owner",
                $"use 1 to {Limits.OwnerLength} visible characters without blanks around them");
        }

        return new KairosApi(Server(parse), owner);
    }

    /// <summary>Asks the server once and shows what it answers: the document itself to programs, words to people.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="scope">Whether an owner is needed.</param>
    /// <param name="ask">The call.</param>
    /// <param name="show">Writes the answer for people.</param>
    /// <param name="succeeded">Whether the answer is what was asked for; null where every answer is.</param>
    /// <param name="doing">What goes on while it is awaited; null names the server.</param>
    public async Task<int> AskAsync<T>(
        ParseResult parse, Scope scope, Func<KairosApi, Task<Answer<T>>> ask, Action<T> show, Func<T, bool>? succeeded = null, Func<string>? doing = null)
    {
        using KairosApi api = Connect(parse, scope);
        Answer<T> answer;
        try
        {
            answer = await Progress.WhileAsync(Console, doing ?? (() => $"waiting for {api.Server}"), ask(api));
        }
        catch (ApiRefusal refusal) when (WantsJson(parse))
        {
            JsonLine.Write(Console.Out, refusal.Document);
            throw;
        }

        if (WantsJson(parse))
        {
            JsonLine.Write(Console.Out, answer.Document);
        }
        else
        {
            show(answer.Read());
        }

        return succeeded is null || succeeded(answer.Read()) ? ExitCode.Ok : ExitCode.Failed;
    }

    private string? Variable(string name) => Console.Variable(name) is { Length: > 0 } value ? value : null;
}

/// <summary>What a call is about, and so whether it needs an owner.</summary>
internal enum Scope
{
    /// <summary>The server as a whole; an owner is passed on when there is one.</summary>
    Server = 0,

    /// <summary>What belongs to one owner.</summary>
    Owner = 1,
}
