"""Who there is: organisations, officers and their posts, and what sign-in keeps."""

from gongkai.people.models.officer import Officer, Post
from gongkai.people.models.organisation import DocCode, Organisation, OrganisationName
from gongkai.people.models.sign_in import ApiKey, Authenticator, RateWindow, RecoveryCode

__all__ = ["ApiKey", "Authenticator", "DocCode", "Officer", "Organisation", "OrganisationName", "Post", "RateWindow", "RecoveryCode"]
