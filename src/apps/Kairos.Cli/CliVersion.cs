using System.Reflection;

namespace Kairos.Cli;

/// <summary>The version of this command line.</summary>
internal static class CliVersion
{
    /// <summary>For example <c>0.1.0</c>; a build out of a repository adds <c>+</c> and its commit.</summary>
    public static string Text { get; } =
        typeof(CliVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? throw new InvalidOperationException("Built without a version: set Version in Directory.Build.props.");
}
