using AdPlatform;
using AdPlatform.Loading;
using Npgsql;

if (args is ["--help" or "-h"])
{
    Console.WriteLine(AdArguments.Usage);
    return 0;
}

(AdArguments? arguments, string? complaint) = AdArguments.Read(args, TimeProvider.System.GetUtcNow());
if (arguments is null)
{
    await Console.Error.WriteLineAsync($"error: {complaint}");
    return 2;
}

try
{
    // Nothing here is quick: an index of 85 million rows takes a minute.
    NpgsqlConnectionStringBuilder patient = new(arguments.Connection) { CommandTimeout = 0 };
    await using NpgsqlDataSource source = NpgsqlDataSource.Create(patient);
    await new AdGenerator(arguments.Options).GenerateAsync(source, new ConsoleProgress(), CancellationToken.None);
    return 0;
}
catch (Exception e) when (e is NpgsqlException or ArgumentException or InvalidOperationException)
{
    await Console.Error.WriteLineAsync($"error: {e.Message}");
    return 1;
}
