namespace Kairos.StateSchedules.Schema;

/// <summary>Told before and after each step that is run.</summary>
/// <param name="Step">The step; what was done already is told once, as ended.</param>
/// <param name="Number">From 1.</param>
/// <param name="Of">How many there are.</param>
/// <param name="Ended">False: it begins.</param>
internal readonly record struct InstallProgress(InstallStep Step, int Number, int Of, bool Ended);
