using System.Globalization;
using Kairos.Bench.Peers.Child;
using Kairos.Bench.Reporting;
using Kairos.Bench.Storage;

namespace Kairos.Bench.Peers;

/// <summary>All peers in turns on one server, each measure of each in a process and a database of its own.</summary>
internal sealed class PeersRun(PeersArguments arguments, PostgresYard yard, TextWriter progress)
{
    private int _databases;

    /// <summary>The process's exit code.</summary>
    internal static async Task<int> RunAsync(string[] words)
    {
        (PeersArguments? arguments, string? complaint) = PeersArguments.Read(words);
        if (arguments is null)
        {
            await Console.Error.WriteLineAsync($"error: {complaint}");
            return 2;
        }

        if (arguments.Help)
        {
            Console.WriteLine(PeersArguments.Usage);
            return 0;
        }

        // With JSON only rows go to standard output.
        TextWriter beside = arguments.Json ? Console.Error : Console.Out;
        Report report = new(beside, json: false);
        report.Machine();
        await using PostgresYard yard = await PostgresYard.StartAsync();
        report.Say(yard.Description);
        await PostgresYard.AskAsync(yard.Server.ConnectionString, "create extension pg_stat_statements");
        PeersRun run = new(arguments, yard, Console.Error);
        (List<Row> rows, int failures) = await run.MeasureAsync();
        new PeersReport(Console.Out, arguments.Json).Tell(rows);
        report.Disturbance();
        await beside.WriteLineAsync(PeersReport.Summary(rows));
        if (failures > 0)
        {
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"error: {failures} could not be measured, see above; their rows are missing"));
        }

        return failures > 0 ? 1 : 0;
    }

    private async Task<(List<Row> Rows, int Failures)> MeasureAsync()
    {
        List<Row> rows = [];
        int failures = 0;
        foreach (Measure measure in arguments.MeasuresToTake)
        {
            Cell[] cells = [.. PeerPlan.Of(measure, arguments.Quick).Where(cell => arguments.Peers.Contains(cell.Peer))];
            List<IReadOnlyList<Figure>>[] figures = [.. cells.Select(static _ => new List<IReadOnlyList<Figure>>())];
            HashSet<int> failed = [];

            // In turns: what else the machine does hits all alike.
            for (int repetition = 0; repetition < (arguments.Repetitions ?? (arguments.Quick ? 1 : 3)); repetition++)
            {
                for (int i = 0; i < cells.Length; i++)
                {
                    if (!failed.Contains(i) && await TryAsync(cells[i]) is { } measured)
                    {
                        figures[i].Add(measured);
                    }
                    else
                    {
                        failed.Add(i);
                    }
                }
            }

            failures += failed.Count;
            rows.AddRange(Row.Of([.. cells.Index().Where(c => !failed.Contains(c.Index)).Select(c => (c.Item, (IReadOnlyList<IReadOnlyList<Figure>>)figures[c.Index]))]));
        }

        return (rows, failures);
    }

    /// <summary>One that fails is told, and the others go on: what takes most of an hour is not lost for it.</summary>
    private async Task<IReadOnlyList<Figure>?> TryAsync(Cell cell)
    {
        try
        {
            IReadOnlyList<Figure> figures = await MeasureAsync(cell);
            await progress.WriteLineAsync($"{cell}: {string.Join(", ", figures.Select(figure => string.Create(CultureInfo.InvariantCulture, $"{figure.Value:#,0.####} {figure.Unit}")))}");
            return figures;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or Npgsql.NpgsqlException or System.Text.Json.JsonException or System.ComponentModel.Win32Exception)
        {
            await progress.WriteLineAsync($"error: {cell} could not be measured: {e.Message}");
            return null;
        }
    }

    private async Task<IReadOnlyList<Figure>> MeasureAsync(Cell cell)
    {
        await using PeerDatabase database = await PeerDatabase.CreateAsync(yard.Server, string.Create(CultureInfo.InvariantCulture, $"peer{++_databases}"));
        ChildFigures measured;
        double clientSeconds;
        long transactionsBefore;
        DatabaseWork work;
        await using (PeerChild child = PeerChild.Start(cell, database, arguments.Node))
        {
            await child.UntilReadyAsync();
            await database.SettleAsync(analyze: !cell.Measure.IsBurst);
            transactionsBefore = await database.TransactionsAsync();
            long statementsBefore = await database.StatementsAsync();
            double clientBefore = child.Seconds();
            double serverBefore = database.ServerSeconds();
            measured = await child.MeasureAsync();
            clientSeconds = child.Seconds() - clientBefore;
            work = new DatabaseWork(database.ServerSeconds() - serverBefore, await database.StatementsAsync() - statementsBefore, Transactions: 0);
        }

        // A session tells its transactions at most once a second, and the last of them when it ends.
        await database.UntilLeftAsync();
        return Figure.Of(cell.Measure, measured, clientSeconds, work with { Transactions = await database.TransactionsAsync() - transactionsBefore });
    }
}
