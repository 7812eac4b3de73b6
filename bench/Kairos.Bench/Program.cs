using Kairos.Bench;
using Kairos.Bench.Backlog;
using Kairos.Bench.Peers;
using Kairos.Bench.Peers.Child;
using Kairos.Bench.Punctuality;
using Kairos.Bench.Reporting;
using Kairos.Bench.States;
using Kairos.Bench.Storage;
using Kairos.Bench.Throughput;
using Kairos.Bench.Triggers;

switch (args)
{
    case ["peers", .. string[] words]:
        return await PeersRun.RunAsync(words);
    case ["peer-child", .. string[] words]:
        return await ChildRun.RunAsync(words);
}

(Arguments? arguments, string? complaint) = Arguments.Read(args);
if (arguments is null)
{
    await Console.Error.WriteLineAsync($"error: {complaint}");
    return 2;
}

if (arguments.Help)
{
    Console.WriteLine(Arguments.Usage);
    return 0;
}

if (arguments.Measurement == "states" && StatesNeeds.Complaint(arguments.Rows) is { } lack)
{
    await Console.Error.WriteLineAsync($"error: {lack}");
    return 1;
}

Report report = new(Console.Out, arguments.Json);
report.Machine();
if (arguments.Measurement == "triggers")
{
    TriggersRun.Run(report, arguments.Repetitions ?? 9);
}
else
{
    if (arguments.Measurement == "states")
    {
        StatesRun.SayNeeds(report, arguments.Rows);
    }

    await using IStorageYard yard = arguments.Store == "postgres" ? await PostgresYard.StartAsync() : new SqliteYard();
    report.Say(yard.Description);
    switch (arguments.Measurement)
    {
        case "punctuality":
            await PunctualityRun.RunAsync(report, yard, arguments, arguments.Repetitions ?? 20);
            break;
        case "backlog":
            await BacklogRun.RunAsync(report, (PostgresYard)yard, arguments);
            break;
        case "states":
            await StatesRun.RunAsync(report, (PostgresYard)yard, arguments);
            break;
        default:
            await SubmitRun.RunAsync(report, yard, arguments.Repetitions ?? 3);
            await DueRun.RunAsync(report, yard, arguments.Jobs, arguments.Repetitions ?? 3);
            break;
    }
}

report.Disturbance();
return 0;
