package dev.meterlark.worker;

import dev.meterlark.network.Opening;
import dev.meterlark.shared.AccountId;

import java.util.List;

/**
 * What the operator lets functions reach beyond public addresses: implemented by a module that is
 * told so. Answers from memory and never blocks: it is asked for each connection.
 */
public interface OpenedNetworks {

    OpenedNetworks NONE = _ -> List.of();

    List<Opening> openedTo(AccountId account);
}
