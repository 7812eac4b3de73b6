namespace Kairos.StateSchedules.Tables;

/// <summary>Rows that the database refuses to evaluate or to write, where it takes others of the same statement.</summary>
/// <param name="Rows">How many.</param>
/// <param name="Key">The first of them.</param>
/// <param name="Words">What the database said of it.</param>
internal sealed record Refusal(int Rows, long Key, string Words)
{
    internal static Refusal? Plus(Refusal? first, Refusal? second) =>
        first is null ? second : second is null ? first : first with { Rows = first.Rows + second.Rows };

    /// <summary>For who looks at a tick or a pass.</summary>
    internal string Tell(string mapping) =>
        $"The database of mapping '{mapping}' refused {(Rows == 1 ? "a row" : $"{Rows} rows")}, {(Rows == 1 ? "" : "the first of them ")}{Key}: {Words} "
        + "It stays as it is; all others are done. Mend the row, or the constraint, trigger or release condition that refuses it.";
}
