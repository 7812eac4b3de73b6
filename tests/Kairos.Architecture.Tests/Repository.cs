namespace Kairos.Architecture.Tests;

/// <summary>The working tree that is under test.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    /// <summary>Our own files below a folder of the repository, with paths relative to its root.</summary>
    internal static IEnumerable<string> Files(string folder, string pattern) => Directory
        .EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, file))
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "artifacts"));

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Kairos.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Kairos.slnx was not found above the tests.");
    }
}
