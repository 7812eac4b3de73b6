namespace Kairos.Triggers.Zones;

/// <summary>The zone data of this machine, from which all local times come.</summary>
public static class ZoneData
{
    private const string Folder = "/usr/share/zoneinfo";
    private const string Mark = "# version ";

    /// <summary>Its release, for example <c>2025b</c>; null where the system does not tell.</summary>
    /// <remarks>Read from where .NET takes the zones: the folder of <c>TZDIR</c>, else the system's. Windows and macOS keep theirs elsewhere.</remarks>
    public static string? Version { get; } = Read(Environment.GetEnvironmentVariable("TZDIR") is { Length: > 0 } folder ? folder : Folder);

    private static string? Read(string folder)
    {
        try
        {
            // Debian, Alpine and Red Hat have the first; macOS and others the second.
            string compact = Path.Combine(folder, "tzdata.zi");
            if (File.Exists(compact))
            {
                string? line = File.ReadLines(compact).FirstOrDefault();
                return line?.StartsWith(Mark, StringComparison.Ordinal) == true ? line[Mark.Length..].Trim() : null;
            }

            string named = Path.Combine(folder, "+VERSION");
            return File.Exists(named) ? File.ReadAllText(named).Trim() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only shown; the zones themselves are read by .NET.
            return null;
        }
    }
}
