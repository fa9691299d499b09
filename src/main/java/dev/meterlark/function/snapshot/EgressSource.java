package dev.meterlark.function.snapshot;

import java.util.List;

/** Where the data plane reads all that accounts' functions may reach beyond public addresses. */
public interface EgressSource {

    List<EgressOpened> openings();
}
