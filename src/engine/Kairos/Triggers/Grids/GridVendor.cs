namespace Kairos.Triggers.Grids;

/// <summary>Whose convention a grid follows where conventions differ: in what a week of zeros means.</summary>
public enum GridVendor
{
    /// <summary>Ours, <c>kairos</c>: 168, 336 or 672 characters or ranges; all zeros are never.</summary>
    Kairos = 0,

    /// <summary><c>tencent</c>, the field <c>time_series</c>: 336 characters, Monday 00:00 first; all zeros are refused, as its API does since 3.0.</summary>
    Tencent = 1,

    /// <summary><c>oceanengine</c>, the field <c>schedule_time</c>: 336 characters, Monday 00:00 first; all zeros are always, as all ones are.</summary>
    OceanEngine = 2,
}
