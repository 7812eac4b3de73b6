using Kairos.Cli.Rest;

namespace Kairos.Cli.Output;

/// <summary>Installations of mappings and where tables don't fit them, for people.</summary>
internal static class StateInstallText
{
    public static void WritePlan(CliConsole console, string mapping, StateInstallation plan)
    {
        foreach (StateStep step in plan.Steps)
        {
            console.Out.WriteLine($"-- {PlainText.Of(step.Title)} ({(step.IsDone ? "done" : PlainText.Of(step.Cost))})");
            console.Out.WriteLine(PlainText.Lines(step.Sql));
            console.Out.WriteLine();
        }

        foreach (StateFinding finding in plan.Findings)
        {
            console.Out.WriteLine($"-- {PlainText.Of(Line(finding))}");
        }

        console.Out.WriteLine(Summary(mapping, plan));
    }

    /// <summary>What was done, and what would serve better.</summary>
    public static void WriteSteps(CliConsole console, StateInstallation done)
    {
        TextTable table = new("STEP", "STATE");
        foreach (StateStep step in done.Steps)
        {
            table.Add(step.Title, step.IsDone ? "done" : "missing");
        }

        table.Write(console, "There was nothing to do.");
        foreach (StateFinding finding in done.Findings)
        {
            console.Out.WriteLine(PlainText.Of(Line(finding)));
        }
    }

    public static bool Fits(StateInstallation plan) => plan.Findings.All(static finding => finding.Severity != StateFinding.Error);

    /// <summary>A finding in words; the caller makes them safe to show.</summary>
    public static string Words(StateFinding finding) =>
        $"{finding.Table}{(finding.Column is null ? "" : $".{finding.Column}")}: {finding.Found}; {finding.Needed}. {finding.Remedy}";

    private static string Line(StateFinding finding) => $"{finding.Severity}: {Words(finding)}";

    private static string Summary(string mapping, StateInstallation plan)
    {
        int missing = plan.Steps.Count(static step => !step.IsDone);
        return !Fits(plan) ? "-- The mapping does not fit its tables: apply would change nothing."
            : missing == 0 ? "-- All is done."
            : $"-- {Shown.Number(missing)} of {Shown.Number(plan.Steps.Count)} steps are to be done: `kairos states apply {mapping}` does them.";
    }
}
