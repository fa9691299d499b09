package dev.meterlark.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class StageTextTests {

    @Test
    void aNameAQualifierAndAStarAreReadAndWrittenAgain() {
        assertThat(StageText.read(" parse |enrich:live* | store:$LATEST|Old_one:7*25"))
                .containsExactly(
                        new StageWish("parse", null, null, null),
                        new StageWish("enrich", "live", new StageWish.EachWish(null), null),
                        new StageWish("store", "$LATEST", null, null),
                        new StageWish("Old_one", "7", new StageWish.EachWish(25), null));
        assertThat(
                        StageText.written(
                                List.of(
                                        new StageView("parse", "$LATEST", null, null),
                                        new StageView(
                                                "enrich", "live", new StageView.EachView(10), null),
                                        new StageView("a", "7", new StageView.EachView(25), null))))
                .isEqualTo("parse|enrich:live*|a:7*25");
    }

    @Test
    void whatAcceptsSomethingIsMoreThanTextCanSay() {
        assertThat(StageText.written(List.of(new StageView("a", "1", null, "text/plain"))))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "~~; stage 1 of definition must be a name",
                "a||b; stage 2 of definition must be a name, as in",
                "a|; stage 2",
                "a,b; was: 'a,b'",
                "a b; was: 'a b'",
                "a:b:c; was: 'a:b:c'",
                "a:; was: 'a:'",
                "a**; was: 'a**'",
                "a*-1; was: 'a*-1'",
                "${x}; was: '${x}'",
                "a*1234567; was:",
            })
    void whatIsNoStageIsNamed(String text, String says) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StageText.read(text))
                .withMessageContaining(says);
    }

    @Test
    void aTextOfAMegabyteIsNotRead() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StageText.read("a|".repeat(500_000)))
                .withMessageContaining("at most 8192 characters, had: 1000000");
    }
}
