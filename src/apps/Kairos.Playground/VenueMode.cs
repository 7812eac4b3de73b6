namespace Kairos.Playground;

/// <summary>What a reservation is for.</summary>
public enum VenueMode
{
    /// <summary>A seat for the running day: reserved at any time.</summary>
    Today,

    /// <summary>A seat for the day after the opening: reserved from the opening instant on.</summary>
    Tomorrow,
}
