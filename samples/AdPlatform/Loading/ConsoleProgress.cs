namespace AdPlatform.Loading;

/// <summary>A line on standard error for each step.</summary>
internal sealed class ConsoleProgress : IProgress<LoadProgress>
{
    public void Report(LoadProgress value) => Console.Error.WriteLine(value);
}
