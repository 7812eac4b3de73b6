using System.CommandLine;
using Kairos.Cli.Hosting;
using Kairos.Cli.Output;
using Kairos.PostgreSql;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos migrate up</c>.</summary>
internal static class MigrateUpVerb
{
    public static Command Build(Shell shell)
    {
        PostgreSqlChoice choice = new();
        return new Verb(
            "up",
            "Runs the engine's migrations that have not run yet, each in a transaction with its record. Any number of nodes may do it at once: each runs in one of them.",
            "kairos migrate up --connection 'Host=127.0.0.1;Database=kairos;Username=kairos'",
            "kairos migrate up --schema jobs --json")
            .With(choice.Connection, choice.Schema)
            .Does(async (parse, stop) =>
            {
                PostgreSqlStoreOptions options = choice.Read(parse, shell.Console);
                int ran = await MigrateStatusVerb.AskAsync(
                    shell.Console, options, PostgreSqlMigrations.UpAsync(options, shell.Console.Time, NullLogger.Instance, stop));
                shell.Console.Out.WriteLine(shell.WantsJson(parse) ? Json(options.Schema, ran) : Words(options.Schema, ran));
                return ExitCode.Ok;
            });
    }

    private static string Words(string schema, int ran) =>
        ran == 0 ? $"schema {schema} was up to date" : $"schema {schema} is up to date: {Shown.Number(ran)} {(ran == 1 ? "migration" : "migrations")} run";

    private static string Json(string schema, int ran) => JsonLine.Text(json =>
    {
        json.WriteStartObject();
        json.WriteString("schema", schema);
        json.WriteNumber("ran", ran);
        json.WriteEndObject();
    });
}
