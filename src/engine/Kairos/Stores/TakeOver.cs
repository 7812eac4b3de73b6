namespace Kairos.Stores;

/// <summary>What a process found and settled that an earlier one had left behind.</summary>
/// <param name="Released">Held, not begun as far as can be told: they start again under a higher fence, or are paused where their owner had asked for that.</param>
/// <param name="Lost">Of those, the ones whose instant had passed: recorded as lost attempts.</param>
/// <param name="Unknown">Behind their gate: ended as unknown, not repeated.</param>
/// <param name="Buried">Lost for the third time with a marked start: given up.</param>
/// <param name="Cancelled">Their owner had asked for their end while they were held: ended, and not started again.</param>
public sealed record TakeOver(int Released, int Lost, int Unknown, int Buried, int Cancelled)
{
    /// <summary>There was nothing to settle.</summary>
    public static TakeOver Nothing { get; } = new(0, 0, 0, 0, 0);

    /// <summary>Both together.</summary>
    public static TakeOver operator +(TakeOver left, TakeOver right) => left.Add(right);

    /// <summary>Same as the operator.</summary>
    public TakeOver Add(TakeOver other) => new(
        Released + other.Released, Lost + other.Lost, Unknown + other.Unknown, Buried + other.Buried, Cancelled + other.Cancelled);
}
