package dev.meterlark.function;

import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.List;

/** A function that another tells the ends of its calls does not go in silence. */
@Component
class DestinationReferences implements PointsAt {

    private final FunctionRows functions;

    DestinationReferences(FunctionRows functions) {
        this.functions = functions;
    }

    @Override
    public List<String> at(AccountId account, String function, @Nullable String qualifier) {
        return functions.withAsyncPolicy(account).stream()
                .filter(each -> !each.name().equals(function))
                .filter(each -> each.async().tells(function, qualifier))
                .map(each -> "destination of " + each.name())
                .toList();
    }
}
