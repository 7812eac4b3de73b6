namespace Kairos.StateSchedules.Mapping;

/// <summary>Something that is wrong in a file of mappings.</summary>
/// <param name="Member">Where: <c>schedule.grid</c>, in a list <c>[2].schedule.grid</c>; <c>$</c> for the whole file.</param>
/// <param name="Message">What is wrong, and what to write instead. Never holds a connection string.</param>
public sealed record MappingFault(string Member, string Message)
{
    /// <summary>As people read it.</summary>
    public override string ToString() => $"{Member}: {Message}";
}
