using Kairos.Bench;
using Kairos.Bench.Punctuality;
using Kairos.Bench.Reporting;
using Kairos.Bench.Throughput;
using Kairos.Bench.Triggers;

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

Report report = new(Console.Out, arguments.Json);
report.Machine();
switch (arguments.Measurement)
{
    case "punctuality":
        await PunctualityRun.RunAsync(report, arguments.Sizes, arguments.Repetitions ?? 20);
        break;
    case "triggers":
        TriggersRun.Run(report, arguments.Repetitions ?? 9);
        break;
    default:
        await SubmitRun.RunAsync(report, arguments.Repetitions ?? 3);
        await DueRun.RunAsync(report, arguments.Jobs, arguments.Repetitions ?? 3);
        break;
}

report.Disturbance();
return 0;
