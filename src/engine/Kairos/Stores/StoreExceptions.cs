namespace Kairos.Stores;

/// <summary>The store could not do its work now: a full disk, a lost connection. The message names the remedy.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Another process owns this store.</summary>
public sealed class StoreInUseException(string message) : Exception(message);
