namespace LiftedActors.Model.Devices;

/// <summary>A device has no room for the values of the blocks; the message says what would fit.</summary>
public sealed class DeviceMemoryException(string message, Exception? cause = null) : Exception(message, cause);
