using Kairos.Jobs;
using Kairos.Lab.Chaos.Nodes;

namespace Kairos.Lab.Chaos;

/// <summary>A job that kills each process that starts it, until it is buried.</summary>
internal sealed class Poison(FaultLog log, DatabasePair database, IReadOnlyList<NodeSlot> slots)
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    /// <summary>Returns when it is buried: each of its losses costs a take-over, which is some seconds.</summary>
    /// <exception cref="TimeoutException">It was not.</exception>
    internal Task RunAsync(CancellationToken ct) => log.WhileAsync("poison", "all", async () =>
    {
        do
        {
            (await slots[0].UpAsync(ct)).Say(LabNode.Poison);
            await Task.Delay(s_look, TimeProvider.System, ct);
        }
        while (await database.AskAsync($"select count(*) from kairos.run where kind = '{LabHandlers.Poison}'") is null or 0
            && await database.AskAsync($"select count(*) from kairos.job where kind = '{LabHandlers.Poison}'") is null or 0);

        long began = TimeProvider.System.GetTimestamp();
        while (await database.AskAsync($"select count(*) from kairos.run where kind = '{LabHandlers.Poison}' and outcome = {(int)OutcomeCode.Buried}") is null or 0)
        {
            if (TimeProvider.System.GetElapsedTime(began) > s_patience)
            {
                throw new TimeoutException($"The job that kills its process was not buried within {s_patience}.");
            }

            await Task.Delay(s_look, TimeProvider.System, ct);
        }
    });
}
