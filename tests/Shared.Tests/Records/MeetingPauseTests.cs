using ServerlessMcp.Records;

namespace ServerlessMcp.Tests.Records;

/// <summary>However often a writer met others, it waits within the bound.</summary>
public sealed class MeetingPauseTests
{
    [Fact]
    public void A_pause_is_within_its_bound_after_any_number_of_meetings()
    {
        for (var met = 0; met < 1000; met++)
        {
            Assert.InRange(MeetingPause.Of(met, 64).TotalMilliseconds, 1, 64);
        }
    }
}
