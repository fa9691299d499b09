package dev.meterlark.wasmhost;

/**
 * The module that warms a host up: {@code warm-up.wat} beside this file, assembled by {@code
 * wat2wasm} of Debian's package wabt.
 */
final class WarmUpModule {

    static final String BASE64 =
            "AGFzbQEAAAABNghgBH9/f38Bf2ACf38Bf2ADf35/AX9gA39/fwF/YAl/f39/f35+f38Bf2ABfwF/YAF/"
                + "AGAAAALEAwwWd2FzaV9zbmFwc2hvdF9wcmV2aWV3MQdmZF9yZWFkAAAWd2FzaV9zbmFwc2hvdF9wcmV2"
                + "aWV3MQhmZF93cml0ZQAAFndhc2lfc25hcHNob3RfcHJldmlldzERZW52aXJvbl9zaXplc19nZXQAARZ3"
                + "YXNpX3NuYXBzaG90X3ByZXZpZXcxC2Vudmlyb25fZ2V0AAEWd2FzaV9zbmFwc2hvdF9wcmV2aWV3MQ5j"
                + "bG9ja190aW1lX2dldAACFndhc2lfc25hcHNob3RfcHJldmlldzEKcmFuZG9tX2dldAABFndhc2lfc25h"
                + "cHNob3RfcHJldmlldzEOZmRfcHJlc3RhdF9nZXQAARZ3YXNpX3NuYXBzaG90X3ByZXZpZXcxE2ZkX3By"
                + "ZXN0YXRfZGlyX25hbWUAAxZ3YXNpX3NuYXBzaG90X3ByZXZpZXcxDWZkX2Zkc3RhdF9nZXQAARZ3YXNp"
                + "X3NuYXBzaG90X3ByZXZpZXcxCXBhdGhfb3BlbgAEFndhc2lfc25hcHNob3RfcHJldmlldzEIZmRfY2xv"
                + "c2UABRZ3YXNpX3NuYXBzaG90X3ByZXZpZXcxCXByb2NfZXhpdAAGAwMCBQcEBAFwAAIFAwEAAgcTAgZt"
                + "ZW1vcnkCAAZfc3RhcnQADQkHAQBBAAsBDAqLAgIMAEEBIABBABEFAGoL+wEBAX9BAEEEEAIaQYAQQYAg"
                + "EAMaQQBCAUEIEAQaQQFCAUEIEAQaQRBBCBAFGkEDQRgQBhpBA0EgQQQQBxpBAUGAARAIGkEDQQBBwABB"
                + "AUEBQsIAQsIAQQBB4AAQCRpBgAJBgAg2AgBBhAJBgAQ2AgBBAEGAAkEBQYgCEAAaQYQCQYgCKAIANgIA"
                + "QeAAKAIAQYACQQFBiAIQARpB4AAoAgAQChpBAkGAAkEBQYgCEAEaQQFAABpBgMAAQQFBgCD8CwBBgAgt"
                + "AAAhACAAQfQARgRAAAsgAEHkAEYEQEEBEAwaCyAAQeUARgRAQQMQCwtBAUGAAkEBQYgCEAEaCwsIAQBB"
                + "wAALAXg=";

    private WarmUpModule() {}
}
