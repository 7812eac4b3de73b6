using Kairos.Triggers.Text;

namespace Kairos.Triggers.Conditions;

/// <summary>What happens with occurrences that are found past their planned start, after a standstill say.</summary>
/// <param name="Policy">What is done.</param>
/// <param name="Age">With <see cref="MisfirePolicy.RunIfYounger"/>: how long past its planned start one may be to be run still.</param>
public readonly record struct Misfire(MisfirePolicy Policy, TimeSpan Age = default)
{
    private const string Younger = "run if younger than ";

    /// <summary>How it is to be written, for errors.</summary>
    public const string Expected = "write run, skip, run if younger than 5m, or run once for all missed";

    /// <summary>One run makes up for all that were missed; the default.</summary>
    public static Misfire RunOnce { get; } = new(MisfirePolicy.RunOnce);

    /// <summary>Each is run, late.</summary>
    public static Misfire Run { get; } = new(MisfirePolicy.Run);

    /// <summary>None is run; the record says that they were skipped.</summary>
    public static Misfire Skip { get; } = new(MisfirePolicy.Skip);

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryRead(string text, out Misfire misfire)
    {
        misfire = text.Trim() switch
        {
            "run" => Run,
            "skip" => Skip,
            _ => RunOnce,
        };
        return misfire != RunOnce || text.Trim() is "run once for all missed" or "run once" || TryReadYounger(text.Trim(), out misfire);
    }

    /// <summary>run, skip, run if younger than 5m, run once for all missed.</summary>
    public override string ToString() => Policy switch
    {
        MisfirePolicy.Run => "run",
        MisfirePolicy.Skip => "skip",
        MisfirePolicy.RunIfYounger => Younger + DurationText.Write(Age),
        _ => "run once for all missed",
    };

    private static bool TryReadYounger(string text, out Misfire misfire)
    {
        TimeSpan age = TimeSpan.Zero;
        bool read = text.StartsWith(Younger, StringComparison.Ordinal) && DurationText.TryRead(text[Younger.Length..].Trim(), out age) && age > TimeSpan.Zero;
        misfire = read ? new Misfire(MisfirePolicy.RunIfYounger, age) : RunOnce;
        return read;
    }
}

/// <summary>The policies for occurrences found past their planned start.</summary>
public enum MisfirePolicy
{
    /// <summary>The first of them is run, late; the others are skipped, with one line in the record.</summary>
    RunOnce = 0,

    /// <summary>Each is run, one after another.</summary>
    Run = 1,

    /// <summary>All are skipped.</summary>
    Skip = 2,

    /// <summary>Those found soon enough are run, the others skipped.</summary>
    RunIfYounger = 3,
}
