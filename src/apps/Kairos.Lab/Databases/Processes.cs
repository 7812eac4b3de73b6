using System.Globalization;

namespace Kairos.Lab.Databases;

/// <summary>What the kernel tells of processes. Linux.</summary>
internal static class Processes
{
    /// <summary>Those that a process has begun and that have not ended.</summary>
    internal static IReadOnlyList<int> ChildrenOf(int parent)
    {
        List<int> children = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int process) && ParentOf(folder) == parent)
            {
                children.Add(process);
            }
        }

        return children;
    }

    private static int? ParentOf(string folder)
    {
        try
        {
            // The name may hold anything, a bracket too: what follows the last one is the state, then the parent.
            string stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }
}
