"""Mail through Amazon SES; used by the worker and the owner function, never by the visitor's (live wing)."""

from typing import Any

from . import Mail, MailUnavailable, fault_of, write_message

CONNECT_S = 3
READ_S = 8
FOR_GOOD = {"MessageRejected", "BadRequestException"}


class SesMailer:
    """SES of one region. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html"""

    def __init__(self, region: str | None, sender: str) -> None:
        import boto3  # noqa: PLC0415 -- the Lambda runtime has it; one machine may not
        from botocore.config import Config  # noqa: PLC0415

        times = Config(connect_timeout=CONNECT_S, read_timeout=READ_S, retries={"total_max_attempts": 1})
        # Any: boto3 makes clients at run time. The worker tries again, so the client need not.
        self._client: Any = boto3.client("sesv2", region_name=region, config=times)
        self._sender = sender

    def send(self, mail: Mail, *, now: int) -> None:
        """Hand one message to SES. Raises MailRefused when SES will never take it, MailUnavailable for all else."""
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 -- see above

        raw = bytes(write_message(mail, sender=self._sender, now=now))
        try:
            self._client.send_email(
                FromEmailAddress=self._sender, Destination={"ToAddresses": [mail.to]}, Content={"Raw": {"Data": raw}}
            )
        except ClientError as error:
            raise fault_of(str(error), refused=error.response.get("Error", {}).get("Code") in FOR_GOOD) from error
        except BotoCoreError as error:
            raise MailUnavailable(str(error)) from error
