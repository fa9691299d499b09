package dev.meterlark;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

import java.io.IOException;
import java.net.URL;

/** Keeps what lies among the tests out of the application's scan: its routes are sent as built. */
class OnlyTheProduct implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        context.getBeanFactory().registerSingleton("onlyTheProduct", new NotOurs());
    }

    private static final class NotOurs extends TypeExcludeFilter {

        private final URL product =
                MeterlarkApplication.class.getProtectionDomain().getCodeSource().getLocation();

        @Override
        public boolean match(MetadataReader reader, MetadataReaderFactory factory)
                throws IOException {
            return !reader.getResource().getURL().toString().startsWith(product.toString());
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof NotOurs;
        }

        @Override
        public int hashCode() {
            return NotOurs.class.hashCode();
        }
    }
}
