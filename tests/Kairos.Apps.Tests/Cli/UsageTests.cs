namespace Kairos.Apps.Tests.Cli;

public sealed class UsageTests
{
    [Theory]
    [InlineData("", "`kairos` needs a verb", "help: kairos --help")]
    [InlineData("job", "`kairos job` needs a verb", "verbs: submit, list, show, edit, pause, resume, run, cancel")]
    [InlineData("seats school", "`kairos seats school` needs a verb", "verbs: show, set")]
    [InlineData("jbo", "'jbo' is no verb of `kairos`", "did you mean 'job'?")]
    [InlineData("job sub", "'sub' is no verb of `kairos job`", "did you mean 'submit'?")]
    [InlineData("seats scholos", "'scholos' is no verb of `kairos seats`", "did you mean 'schools'?")]
    [InlineData("xylophone", "'xylophone' is no verb of `kairos`", "verbs: rehearse, serve, playground, job, runs, trigger, seats")]
    [InlineData("job list --limt 3", "--limt", "did you mean '--limit'?")]
    [InlineData("job list --jsno", "--jsno", "did you mean '--json'?")]
    [InlineData("job show", "Required argument 'ID' missing", "help: kairos job show --help")]
    [InlineData("job show x y", "'y'", "help: kairos job show --help")]
    [InlineData("job show --x", "'--x'", "help: kairos job show --help")]
    [InlineData("job list --as", "'--as'", "help: kairos job list --help")]
    public async Task Wrong_line_exits_with_2_and_says_what_was_meant(string line, params string[] says) =>
        (await new CommandLine().RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ShouldBeUsage(says);

    [Fact]
    public async Task Unlike_word_gets_no_guess() =>
        (await new CommandLine().RunAsync("xylophone")).Error.ShouldNotContain("did you mean");
}
