namespace AdPlatform;

/// <summary>Texts that come with the program.</summary>
internal static class AdFiles
{
    /// <summary>The mappings of what has slots, for <c>kairos serve --states</c>.</summary>
    internal static string Mappings => Read("states.json");

    internal static string Read(string file)
    {
        using Stream stream = typeof(AdFiles).Assembly.GetManifestResourceStream(file)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
