namespace Kairos.Triggers;

/// <summary>A text is no trigger; the message names what is allowed.</summary>
public sealed class TriggerFormatException : FormatException
{
    /// <summary>For this fault.</summary>
    public TriggerFormatException(TriggerFault fault, Exception? inner = null)
        : base(fault.Message, inner) => Fault = fault;

    /// <summary>What is wrong, and where.</summary>
    public TriggerFault Fault { get; }
}
