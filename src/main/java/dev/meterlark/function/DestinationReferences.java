package dev.meterlark.function;

import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.function.snapshot.DestinationTarget.OfFunction;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
                .filter(each -> pointsAt(each.async(), function, qualifier))
                .map(each -> "destination of " + each.name())
                .toList();
    }

    private static boolean pointsAt(
            AsyncPolicy policy, String function, @Nullable String qualifier) {
        return Stream.of(
                        Optional.ofNullable(policy.onSuccess()),
                        Optional.ofNullable(policy.onFailure()))
                .flatMap(Optional::stream)
                .anyMatch(
                        target ->
                                target instanceof OfFunction(String name, String of)
                                        && name.equals(function)
                                        && (qualifier == null || of.equals(qualifier)));
    }
}
