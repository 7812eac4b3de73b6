using Kairos.Cli.Rest;

namespace Kairos.Cli.Output;

/// <summary>What the seats service says, in the reader's language.</summary>
internal static class SeatReplyText
{
    /// <summary>A refusal goes to the error stream: a script that keeps the output then keeps answers only.</summary>
    public static void Write(CliConsole console, SeatReply reply, bool chinese) =>
        (reply.Ok ? console.Out : console.Error).WriteLine(PlainText.Lines(chinese ? reply.Chinese : reply.English));
}
