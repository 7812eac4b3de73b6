using AdPlatform.Layout;
using Npgsql;

namespace AdPlatform.Loading;

/// <summary>Fills one table, campaign by campaign.</summary>
/// <param name="Columns">The table and its columns, as COPY wants them.</param>
/// <param name="Rows">Rows that it will have.</param>
/// <param name="RowsOf">The rows of a campaign that go into it: from the first to before the last.</param>
/// <param name="Write">Writes one of them.</param>
internal sealed record TableWriter(string Columns, long Rows, Func<Campaign, (int First, int Last)> RowsOf, RowWrite Write)
{
    private static readonly TimeSpan s_tell = TimeSpan.FromSeconds(1);

    internal string Table => Columns[..Columns.IndexOf('(', StringComparison.Ordinal)].TrimEnd();

    internal async Task FillAsync(NpgsqlConnection connection, AdLayout layout, IProgress<LoadProgress> progress, CancellationToken ct)
    {
        long begun = TimeProvider.System.GetTimestamp();
        TimeSpan told = TimeSpan.Zero;
        long done = 0;
        await using BinaryCopy copy = await BinaryCopy.BeginAsync(connection, Columns, ct);
        for (long i = 0; i < layout.Campaigns; i++)
        {
            Campaign campaign = layout.At(i);
            (int first, int last) = RowsOf(campaign);
            for (int row = first; row < last; row++)
            {
                Write(copy, campaign, row);
                if (copy.IsFull)
                {
                    await copy.SendAsync(ct);
                }
            }

            done += last - first;
            if (TimeProvider.System.GetElapsedTime(begun) is var elapsed && elapsed - told > s_tell)
            {
                told = elapsed;
                progress.Report(new LoadProgress(Table, done, Rows, elapsed));
            }
        }

        await copy.CompleteAsync(ct);
        progress.Report(new LoadProgress(Table, done, Rows, TimeProvider.System.GetElapsedTime(begun)));
    }
}

/// <summary>Writes a row of a campaign, given by its place there.</summary>
internal delegate void RowWrite(BinaryCopy copy, in Campaign campaign, int row);
