package dev.meterlark.function;

import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.platform.Vault;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.springframework.stereotype.Component;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The environments of functions as they are kept: nobody reads them without the vault. */
@Component
class Sealed {

    private static final TypeReference<Map<String, String>> VARIABLES = new TypeReference<>() {};

    private final Vault vault;
    private final JsonMapper json;

    Sealed(Vault vault, JsonMapper json) {
        this.vault = vault;
        this.json = json;
    }

    byte[] seal(AccountId account, FunctionId function, Map<String, String> variables) {
        return variables.isEmpty()
                ? new byte[0]
                : vault.seal(
                        json.writeValueAsString(variables).getBytes(StandardCharsets.UTF_8),
                        FunctionSnapshot.environmentContext(account, function));
    }

    Map<String, String> open(AccountId account, FunctionId function, byte[] sealed) {
        return sealed.length == 0
                ? Map.of()
                : json.readValue(
                        vault.open(sealed, FunctionSnapshot.environmentContext(account, function)),
                        VARIABLES);
    }
}
