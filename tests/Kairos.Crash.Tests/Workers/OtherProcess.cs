using System.Diagnostics;
using System.Threading.Channels;
using Kairos.Lab.Chaos;

namespace Kairos.Crash.Tests.Workers;

/// <summary>A process that a test has started: what it says is awaited line by line, and it ends with the test at the latest.</summary>
internal sealed class OtherProcess : IDisposable
{
    /// <summary>How a shell numbers an end by SIGKILL.</summary>
    public const int Killed = 128 + 9;

    /// <summary>For what takes milliseconds on a quiet machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _said = [];
    private readonly List<string> _errors = [];

    private OtherProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>The lines that were awaited so far, and those passed over.</summary>
    public IReadOnlyList<string> Said => _said;

    /// <summary>What it said on standard error. Complete when it has exited.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return string.Join('\n', _errors);
            }
        }
    }

    public static OtherProcess Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Shortens a start, and lets a process live under a file size limit (the runtime's mapping would exceed it).
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        OtherProcess other = new(new Process { StartInfo = start });
        other._process.OutputDataReceived += (_, e) => other.Take(e.Data);
        other._process.ErrorDataReceived += (_, e) => other.TakeError(e.Data);
        other._process.Start();
        other._process.BeginOutputReadLine();
        other._process.BeginErrorReadLine();
        return other;
    }

    /// <summary>The next line that begins with these words.</summary>
    /// <exception cref="TimeoutException">It did not come; the message holds the last words.</exception>
    public Task<string> LineAsync(string beginning) => EitherLineAsync(beginning, beginning);

    /// <summary>The next line that begins with the ones or the others.</summary>
    /// <exception cref="TimeoutException">It did not come; the message holds the last words.</exception>
    public async Task<string> EitherLineAsync(string beginning, string or)
    {
        try
        {
            return await FindAsync(beginning, or).WaitAsync(Patience, TimeProvider.System)
                ?? throw new InvalidOperationException($"The process ended before it said '{beginning}'. {LastWords()}");
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"'{beginning}' was not said within {Patience}. {LastWords()}", e);
        }
    }

    /// <summary>Whether it says so before it ends.</summary>
    public async Task<bool> SaysAsync(string beginning) => await FindAsync(beginning, beginning).WaitAsync(Patience, TimeProvider.System) is not null;

    /// <summary>What is left of its output, when it has exited.</summary>
    public async Task<IReadOnlyList<string>> RestAsync() => await _lines.Reader.ReadAllAsync().ToListAsync();

    public void Say(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>As <c>kill -9</c>.</summary>
    public void Kill() => _process.Kill();

    /// <summary>As <c>kill -STOP</c>.</summary>
    public void Freeze() => Signal.Freeze(Id);

    /// <summary>As <c>kill -CONT</c>.</summary>
    public void Thaw() => Signal.Thaw(Id);

    /// <summary>Waits for its end; returns its exit code.</summary>
    public async Task<int> ExitAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
            return _process.ExitCode;
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"Process {Id} did not end within {Patience}. {LastWords()}", e);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private async Task<string?> FindAsync(string beginning, string or)
    {
        await foreach (string line in _lines.Reader.ReadAllAsync())
        {
            _said.Add(line);
            if (line.StartsWith(beginning, StringComparison.Ordinal) || line.StartsWith(or, StringComparison.Ordinal))
            {
                return line;
            }
        }

        return null;
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            _lines.Writer.Complete();
        }
        else
        {
            _lines.Writer.TryWrite(line);
        }
    }

    private void TakeError(string? line)
    {
        if (line is not null)
        {
            lock (_errors)
            {
                _errors.Add(line);
            }
        }
    }

    private string LastWords() => $"Last words:\n{string.Join('\n', _said.TakeLast(10))}\n{Errors}";
}
