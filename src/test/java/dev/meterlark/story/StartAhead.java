package dev.meterlark.story;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** With the first test of a build, what its first platform will need is begun. */
public final class StartAhead implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        StartCache.begin();
    }
}
