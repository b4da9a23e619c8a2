"""What schemathesis cannot know of this API."""

import schemathesis


@schemathesis.serializer("application/jsonl")
def jsonl(_, value):
    """Lines of JSON are text here, and are sent as they are."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


@schemathesis.hook
def before_load_schema(_, schema):
    """
    Let the values give every required parameter. They or the templates may; no schema says so in a way that generators of
    clients read, and without it nearly every generated request is refused before an action sees it.
    """
    for path in schema["paths"].values():
        for operation in path.values():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            properties = content.get("schema", {}).get("properties", {})
            parameters = properties.get("parameters", {})
            required = [
                name
                for name, spec in parameters.get("properties", {}).items()
                if spec.get("x-soar-required") is True
            ]
            if required and not content.get("example", {}).get("templates"):
                parameters["required"] = required
                parameters["type"] = "object"
                content["schema"]["required"] = ["parameters"]
                del properties["templates"]
