package dev.meterlark.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

class PointersTests {

    private final AccountId account = AccountId.random();
    private final StaticListableBeanFactory beans = new StaticListableBeanFactory();

    @Test
    void whatNothingPointsAtMayBeDeletedAndAFreeNameTaken() {
        assertThatCode(() -> pointers().requireNone(account, "f", null, List.of()))
                .doesNotThrowAnyException();
        assertThatCode(() -> pointers().requireFree(account, "f")).doesNotThrowAnyException();
        assertThatCode(() -> pointers().requireUnheld(account, "f", "live"))
                .doesNotThrowAnyException();
    }

    @Test
    void whoPointsIsNamedOfWhateverModule() {
        beans.addBean(
                "pipelines",
                (PointsAt)
                        (of, function, qualifier) ->
                                of.equals(account) && "1".equals(qualifier)
                                        ? List.of("pipeline orders")
                                        : List.of());

        RefusedException refused = refused("1", List.of("alias live"));

        assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
        assertThat(refused.publicText()).contains("f:1", "alias live, pipeline orders;");
        assertThatCode(() -> pointers().requireNone(account, "f", "2", List.of()))
                .doesNotThrowAnyException();
    }

    @Test
    void ofManyThatPointTheFirstAreNamed() {
        List<String> many = IntStream.range(0, 500).mapToObj(i -> "pipeline p" + i).toList();

        assertThat(refused(null, many).publicText())
                .contains("p4 and 495 more")
                .hasSizeLessThan(300);
    }

    @Test
    void aNameThatSomethingElseHasIsNotFree() {
        beans.addBean("pipelines", (TakenNames) (_, name) -> Optional.of("a pipeline"));

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> pointers().requireFree(account, "f"))
                .satisfies(e -> assertThat(e.publicText()).contains("f is taken by a pipeline"));
    }

    private RefusedException refused(@Nullable String qualifier, List<String> own) {
        try {
            pointers().requireNone(account, "f", qualifier, own);
        } catch (RefusedException e) {
            return e;
        }
        throw new AssertionError("not refused");
    }

    private Pointers pointers() {
        return new Pointers(
                beans.getBeanProvider(PointsAt.class),
                beans.getBeanProvider(TakenNames.class),
                beans.getBeanProvider(AliasHold.class),
                beans.getBeanProvider(Dependents.class));
    }
}
