using System.CommandLine;
using Kairos.PostgreSql;

namespace Kairos.Cli.Hosting;

/// <summary>The options that say which PostgreSQL database is meant, for verbs that go to it themselves.</summary>
internal sealed class PostgreSqlChoice
{
    /// <summary>Read where the option is not given, so that a password need not stand in the list of processes.</summary>
    internal const string Variable = "KAIROS_CONNECTION";

    private const string Example = "'Host=127.0.0.1;Database=kairos;Username=kairos'";

    internal Option<string?> Connection { get; } = new("--connection")
    {
        Description = $"The PostgreSQL database, in Npgsql's form. Environment: {Variable}, which keeps a password out of the list of processes.",
        HelpName = "TEXT",
    };

    internal Option<string> Schema { get; } = new("--schema")
    {
        Description = "The schema of the tables, made when it is not there.",
        DefaultValueFactory = _ => "kairos",
        HelpName = "NAME",
    };

    /// <summary>The options that were given although nothing is done with PostgreSQL.</summary>
    internal Option? GivenInVain(ParseResult parse) => new Option[] { Connection, Schema }.FirstOrDefault(option => IsGiven(parse, option));

    /// <summary>The database that is named by option or environment.</summary>
    /// <exception cref="CliFailure">None is named.</exception>
    internal PostgreSqlStoreOptions Read(ParseResult parse, CliConsole console)
    {
        string? text = parse.GetValue(Connection) ?? console.Variable(Variable);
        return string.IsNullOrWhiteSpace(text)
            ? throw CliFailure.Usage("which PostgreSQL database? No connection is given", $"add --connection {Example}, or set {Variable}")
            : Of(text, parse.GetValue(Schema)!);
    }

    /// <exception cref="CliFailure">It is written as an address.</exception>
    internal static PostgreSqlStoreOptions Of(string connection, string schema) => connection.Contains("://", StringComparison.Ordinal)
        ? throw CliFailure.Usage("the connection is written as an address", $"write it in Npgsql's form: {Example}")
        : new PostgreSqlStoreOptions { ConnectionString = connection, Schema = schema };

    /// <summary>The user wrote it.</summary>
    internal static bool IsGiven(ParseResult parse, Option option) => parse.GetResult(option) is { Implicit: false };
}
