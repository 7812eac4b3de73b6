namespace Kairos.Triggers.Grids;

/// <summary>What is odd about a grid that was read, though it is one.</summary>
/// <param name="Kind">Of what kind.</param>
/// <param name="Slot">Where it is seen first; null where it is about the whole.</param>
/// <param name="Message">For people; names what to do.</param>
public sealed record GridFinding(GridFindingKind Kind, int? Slot, string Message);

/// <summary>Kinds of findings; the numbers stay.</summary>
public enum GridFindingKind
{
    /// <summary>All zeros, which the vendor takes for always: it was read as all ones.</summary>
    ZerosMeanAlways = 1,

    /// <summary>White space around the slots was left out.</summary>
    Blanks = 2,

    /// <summary>On in all slots: no grid at all says the same.</summary>
    AlwaysOn = 3,

    /// <summary>On in no slot: a pause says it better.</summary>
    NeverOn = 4,

    /// <summary>A single slot on between two that are off.</summary>
    LoneSlot = 5,

    /// <summary>A single slot off between two that are on.</summary>
    LoneGap = 6,
}
