package dev.meterlark.console.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.meterlark.function.UrlSettings;
import dev.meterlark.function.UrlView;
import dev.meterlark.function.snapshot.Cors;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;

/** The form of a function's URL, from what is stored to what is typed and back. */
class UrlFormTests {

    private static final Cors SHOP =
            new Cors(
                    List.of("https://shop.example", "https://pay.example"),
                    List.of("GET", "POST"),
                    List.of("x-basket"),
                    List.of(),
                    true,
                    60);

    @Test
    void whatIsShownIsWhatIsStored() {
        UrlSettings same = UrlForm.of(view("aws-iam", SHOP)).settings();

        assertThat(same)
                .isEqualTo(
                        new UrlSettings(
                                "aws-iam",
                                new UrlSettings.CorsSettings(
                                        List.of("https://shop.example", "https://pay.example"),
                                        List.of("GET", "POST"),
                                        List.of("x-basket"),
                                        List.of(),
                                        true,
                                        60),
                                7L));
    }

    @Test
    void withoutAnOriginThereAreNoRules() {
        assertThat(UrlForm.of(view("key", null)).settings())
                .isEqualTo(new UrlSettings("key", null, 7L));
        assertThat(new UrlForm("none", " ,\n", "GET", "a", "b", "on", "5", null).settings().cors())
                .isNull();
        assertThat(new UrlForm(null, null, null, null, null, null, null, null).settings())
                .isEqualTo(new UrlSettings(null, null, null));
    }

    @Test
    void secondsAreANumber() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> new UrlForm("none", "*", "", "", "", null, "soon", "").settings())
                .withMessageContaining("soon");
    }

    private static UrlView view(String auth, @Nullable Cors cors) {
        return new UrlView("f", "http://a/", "http://b/", auth, cors, 7);
    }
}
